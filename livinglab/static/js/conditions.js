// Shows on a page of the form what the answers lead to: the same conditions as on the server
// (livinglab/domain/questionnaire/conditions.py and numbers.py; a test holds the two together). What is hidden keeps what
// was typed, and counts as nothing.

const CANONICAL = /^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/;
const WHOLE_DIGITS = 15;
const ISO = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

// The number of digits decides, then the digits themselves: exact, unlike floating point.
export function compareNumbers(one, other) {
  const [minusOne, minusOther] = [one[0] === "-", other[0] === "-"];
  if (minusOne !== minusOther) return minusOne ? -1 : 1;
  const sign = minusOne ? -1 : 1;
  const [wholeOne, restOne = ""] = one.replace("-", "").split(".");
  const [wholeOther, restOther = ""] = other.replace("-", "").split(".");
  if (wholeOne.length !== wholeOther.length) return sign * (wholeOne.length < wholeOther.length ? -1 : 1);
  if (wholeOne !== wholeOther) return sign * (wholeOne < wholeOther ? -1 : 1);
  if (restOne === restOther) return 0;
  return sign * (restOne < restOther ? -1 : 1);
}

const isNumber = (text) =>
  text !== "-0" && CANONICAL.test(text) && text.replace("-", "").split(".")[0].length <= WHOLE_DIGITS;

function isDay(text) {
  if (!ISO.test(text) || text < "0001") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

function compares(how, answer, limit) {
  let order = 0;
  if (isNumber(answer) && isNumber(limit)) order = compareNumbers(answer, limit);
  else if (isDay(answer) && isDay(limit)) order = answer === limit ? 0 : answer < limit ? -1 : 1;
  return how === "more" ? order > 0 : order < 0;
}

// Whether a condition holds for answers, {key: a text or a list of texts}.
export function holds(condition, answers) {
  if ("all" in condition) return condition.all.every((part) => holds(part, answers));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers));
  if ("not" in condition) return !holds(condition.not, answers);
  const answer = answers[condition.of];
  if (answer === undefined) return false;
  const given = Array.isArray(answer) ? answer : [answer];
  if ("answered" in condition) return answer !== "~";
  if ("is" in condition) return given.includes(condition.is);
  if ("in" in condition) return condition.in.some((value) => given.includes(value));
  const how = "more" in condition ? "more" : "less";
  return given.length === 1 && compares(how, given[0], condition[how]);
}

const digits = (text) => /^[0-9]+$/.test(text);

function ungrouped(body, groups) {
  if (digits(body)) return [body, ""];
  const used = new Set([...body].filter((c) => !digits(c)));
  const [mark] = used;
  if (used.size !== 1 || !groups.has(mark)) return null;
  const [first, ...rest] = body.split(mark);
  if (first.length < 1 || first.length > 3 || first[0] === "0" || rest.some((part) => part.length !== 3)) return null;
  return [first + rest.join(""), ""];
}

function split(body, mark, groups) {
  const at = body.indexOf(mark);
  if (at < 0 || at !== body.lastIndexOf(mark)) return null;
  const [left, right] = [body.slice(0, at), body.slice(at + mark.length)];
  if (!left) return digits(right) ? ["0", right] : null;
  const whole = ungrouped(left, groups);
  return whole && (!right || digits(right)) ? [whole[0], right] : null;
}

const SAME = { "−": "-", "–": "-", "－": "-", "﹣": "-", "＋": "+", "，": ",", "．": ".", "\u066b": ".", "\u066c": "’" };
const GROUPS = [..." \u00a0\u202f\u2009\u2007'’"];

const isDigit = (code) => /\p{Nd}/u.test(String.fromCodePoint(code));

// The digit a character stands for in any script, or the character. Digits come in tens, zero first.
function digit(char) {
  const code = char.codePointAt(0);
  if (!isDigit(code)) return char;
  let first = code;
  while (first > 0 && isDigit(first - 1)) first -= 1;
  return String((code - first) % 10);
}

const isBlank = (text) => /^[\p{White_Space}\p{Cc}\p{Cf}\p{Cs}]*$/u.test(text);

// A text as it is stored (livinglab/domain/questionnaire/cleaning.py).
const clean = (text) =>
  text
    .replace(/\r\n|[\r\u0085\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, "")
    .normalize("NFC")
    .replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

// A typed number in its stored form; undefined when it is none.
export function readNumber(text, decimal, group) {
  const typed = [...text]
    .filter((c) => !/\p{Cf}/u.test(c))
    .map(digit)
    .map((c) => SAME[c] ?? c)
    .join("")
    .replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
  if (!typed || [...typed].length > 60) return undefined;
  const minus = typed[0] === "-";
  const body = (minus || typed[0] === "+" ? typed.slice(1) : typed).trim();
  const others = [".", ","].filter((mark) => mark !== decimal);
  const groups = new Set([...GROUPS, ...others, ...group].filter((mark) => mark !== decimal));
  const withDecimal = new Set([...groups, decimal]);
  let parts = split(body, decimal, groups) ?? ungrouped(body, withDecimal);
  for (const mark of others) parts ??= split(body, mark, new Set([...withDecimal].filter((one) => one !== mark)));
  if (!parts) return undefined;
  const whole = parts[0].replace(/^0+/, "") || "0";
  const rest = parts[1].replace(/0+$/, "");
  if (whole.length > WHOLE_DIGITS) return undefined;
  const number = rest ? `${whole}.${rest}` : whole;
  return minus && number !== "0" ? `-${number}` : number;
}

function within(number, variable, decimalsOfCurrency) {
  const { minimum, maximum } = variable;
  if (variable.kind === "price" ? number[0] === "-" : minimum != null && compareNumbers(number, minimum) < 0) return false;
  if (maximum != null && compareNumbers(number, maximum) > 0) return false;
  const most = variable.kind === "price" ? decimalsOfCurrency : (variable.decimals ?? 0);
  return (number.split(".")[1] ?? "").length <= most;
}

// What was typed for one variable, as the server would store it; undefined when that is nothing or wrong.
export function readAnswer(variable, raw, { decimal, group, currencyDecimals = 2 }) {
  const typed = [...new Set(raw.filter((text) => !isBlank(text)))];
  if (!typed.length) return undefined;
  if (variable.kind === "several_choices") {
    if (variable.not_applicable && typed.includes("~")) return typed.length === 1 ? "~" : undefined;
    if (typed.some((text) => !variable.options.includes(text))) return undefined;
    return variable.options.filter((option) => typed.includes(option));
  }
  if (typed.length > 1) return undefined;
  if (variable.not_applicable && typed[0] === "~") return "~";
  if (variable.kind === "number" || variable.kind === "price") {
    const number = readNumber(typed[0], decimal, group);
    return number !== undefined && within(number, variable, currencyDecimals) ? number : undefined;
  }
  if (variable.kind === "date") {
    const { earliest, latest } = variable;
    const points = clean(typed[0]).match(/^([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})$/);
    const day = points ? `${points[3]}-${points[2].padStart(2, "0")}-${points[1].padStart(2, "0")}` : clean(typed[0]);
    return isDay(day) && !(earliest && day < earliest) && !(latest && day > latest) ? day : undefined;
  }
  if ("max_length" in variable || variable.kind.endsWith("_text") || variable.kind === "hidden") {
    const text = variable.kind === "long_text" ? clean(typed[0]) : clean(typed[0]).replace(/[\n\t]/g, " ");
    return [...text].length <= variable.most ? text : undefined;
  }
  return variable.values.includes(typed[0]) ? typed[0] : undefined;
}

// The way through a page: {seen: keys of the questions shown, away: {key: options not shown}, answers}. `typed` gives
// the raw texts of a variable.
export function walk(route, typed, marks) {
  const answers = { ...route.before };
  const seen = [];
  const away = {};
  for (const item of route.items) {
    const gone = Object.entries(item.option_if ?? {}).filter(([, condition]) => !holds(condition, answers));
    away[item.key] = gone.map(([option]) => option);
    const left = (item.all ?? []).filter((option) => !away[item.key].includes(option));
    if ((item.show_if && !holds(item.show_if, answers)) || (item.all && !left.length)) continue;
    seen.push(item.key);
    const found = {};
    for (const variable of item.variables) {
      if (away[item.key].includes(variable.key.split(".")[1])) continue;
      const raw = typed(variable.key).filter((text) => !away[item.key].includes(text));
      // There are no more places than there are things to put in order.
      const places = variable.kind === "rank" && item.all ? { values: variable.values.slice(0, left.length) } : {};
      const answer = readAnswer({ ...variable, ...places }, raw, marks);
      if (answer !== undefined && answer.length) found[variable.key] = answer;
    }
    // What was said at “other” means nothing without that choice.
    const chosen = [found[item.key] ?? []].flat();
    if (item.other && !chosen.includes(item.other)) delete found[`${item.key}.other`];
    Object.assign(answers, found);
  }
  return { seen, away, answers };
}

function start(form) {
  const route = JSON.parse(form.dataset.route);
  const marks = {
    decimal: form.dataset.decimal,
    group: form.dataset.group,
    currencyDecimals: Number(form.dataset.currencyDecimals ?? 2),
  };
  const fields = (key) => [...form.elements].filter((field) => field.name === `a.${key}`);
  const typed = (key) =>
    fields(key)
      .filter((field) => (field.type !== "radio" && field.type !== "checkbox") || field.checked)
      .map((field) => field.value);

  function showOption(item, option, shown) {
    for (const field of fields(item.key)) {
      if (field.value === option && field.closest("label")) field.closest("label").hidden = !shown;
    }
    const row = document.getElementById(`q-${item.key}.${option}`);
    if (row) row.hidden = !shown;
    const place = form.querySelector(`#q-${CSS.escape(item.key)} [data-part="${CSS.escape(option)}"]`);
    if (place) place.hidden = !shown;
  }

  function update() {
    const { seen, away } = walk(route, typed, marks);
    for (const item of route.items) {
      for (const option of Object.keys(item.option_if ?? {})) {
        showOption(item, option, !away[item.key].includes(option));
      }
      const left = (item.all ?? []).length - away[item.key].length;
      for (const place of item.option_if ? form.querySelectorAll(`#q-${CSS.escape(item.key)} [data-part] option`) : []) {
        place.hidden = place.disabled = Number(place.value) > left;
      }
      const box = document.getElementById(`q-${item.key}`);
      if (box) box.hidden = !seen.includes(item.key);
    }
    if (form.elements.shown) form.elements.shown.value = seen.join(" ");
  }

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form[data-route]");
  if (form) start(form);
}
