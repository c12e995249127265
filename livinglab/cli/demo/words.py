"""What the testers of the demo say in their own words, by product and language: (likes, wishes)."""

from __future__ import annotations

CLASSROOM: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sv": (
        (
            "Man ser direkt när det är dags att vädra",
            "Barnen bryr sig om ringen, den blir ett samtalsämne",
            "Snyggt, ser inte ut som en brandvarnare",
            "Att den fungerar utan app",
            "Tyst och diskret",
            "Siffrorna syns från andra sidan klassrummet",
        ),
        (
            "Ringen kunde vara ännu ljusare på dagen.",
            "En knapp för att visa temperaturen i stället för koldioxid.",
            "Batteriet borde räcka en hel termin.",
            "Jag vill kunna se gårdagens värden utan att logga in.",
            "Fästet satt löst på vår betongvägg, skicka med en annan skruv.",
        ),
    ),
    "de": (
        (
            "Der Farbring ist auch für Erstklässler verständlich",
            "Keine Anmeldung nötig, einfach hinstellen",
            "Endlich eine Zahl statt eines Gefühls, wenn wir über das Lüften streiten",
            "Sehr gut verarbeitet, steht stabil",
            "Dass die Daten im Haus bleiben",
            "Die Anzeige ist von weitem lesbar",
        ),
        (
            "Eine deutschsprachige Kurzanleitung zum Aufhängen wäre gut.",
            "Wo werden die Werte gespeichert? Das will unser Schulträger schriftlich wissen.",
            "Ein akustisches Signal, das man abschalten kann.",
            "Für die Ausschreibung brauchen wir ein Datenblatt mit Messgenauigkeit.",
            "Der Preis ist für einen Klassensatz zu hoch, bitte Staffelpreise.",
        ),
    ),
    "pl": (
        (
            "Dzieci same otwierają okno, gdy pierścień robi się czerwony",
            "Bardzo łatwe uruchomienie",
            "Ładny wygląd, pasuje do klasy",
            "Czytelne cyfry",
            "Nie trzeba zakładać konta",
        ),
        (
            "Przydałoby się zasilanie z gniazdka, a nie tylko bateria.",
            "Cena jest za wysoka dla szkoły publicznej.",
            "Instrukcja po polsku powinna być w pudełku.",
            "Chciałabym zobaczyć wykres z całego tygodnia.",
        ),
    ),
    "fi": (
        (
            "Rengas näkyy hyvin luokan perälle",
            "Käyttöönotto kesti minuutin",
            "Lapset muistavat tuulettaa ilman muistutusta",
        ),
        (
            "Talvella emme voi avata ikkunaa, laite voisi ehdottaa muuta.",
            "Suomenkielinen ohje puuttui paketista.",
        ),
    ),
}

LEAK: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "de": (
        (
            "Hat beim Test mit einem Esslöffel Wasser sofort gemeldet",
            "Ich bin ruhiger, wenn das Ferienhaus leer steht",
            "Kein WLAN nötig",
            "Klein genug für unter die Spüle",
        ),
        (
            "Die Batterieanzeige habe ich nicht gefunden.",
            "Eine Halterung für senkrechte Flächen fehlt.",
            "Kann man mehrere Geräte zusammenschalten?",
        ),
    ),
    "pl": (
        (
            "Działa od razu po wyjęciu z pudełka",
            "Powiadomienie przyszło po kilku sekundach",
            "Solidna obudowa",
        ),
        (
            "Abonament zniechęca, wolałbym zapłacić raz.",
            "Diody prawie nie widać w świetle dziennym.",
        ),
    ),
}
