"""Rules and maths: plain values in, plain values out."""
