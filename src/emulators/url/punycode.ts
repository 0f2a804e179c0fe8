// Punycode (RFC 3492), encoding only: how Python's `idna` codec writes a label that is not ASCII.

const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Encodes one label, without the `xn--` prefix. Linear in the label times its distinct characters; labels are short. */
export function encodePunycode(label: string): string {
  const codePoints = Array.from(label, (character) => character.codePointAt(0)!);
  const basic = codePoints.filter((codePoint) => codePoint < 0x80);
  let output = String.fromCharCode(...basic);
  let written = basic.length;
  if (written > 0) {
    output += '-';
  }
  let bias = 72;
  let delta = 0;
  let previous = 0x80;
  const wanted = [...new Set(codePoints.filter((codePoint) => codePoint >= 0x80))].sort((a, b) => a - b);
  for (const next of wanted) {
    delta += (next - previous) * (written + 1);
    previous = next;
    for (const codePoint of codePoints) {
      if (codePoint < next) {
        delta++;
      } else if (codePoint === next) {
        output += encodeDelta(delta, bias);
        bias = adaptBias(delta, written + 1, written === basic.length);
        delta = 0;
        written++;
      }
    }
    delta++;
    previous++;
  }
  return output;
}

function encodeDelta(delta: number, bias: number): string {
  let output = '';
  let rest = delta;
  for (let k = 36; ; k += 36) {
    const threshold = Math.min(Math.max(k - bias, 1), 26);
    if (rest < threshold) {
      return output + digits[rest]!;
    }
    const span = 36 - threshold;
    output += digits[threshold + ((rest - threshold) % span)]!;
    rest = Math.floor((rest - threshold) / span);
  }
}

function adaptBias(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > 455; k += 36) {
    rest = Math.floor(rest / 35);
  }
  return k + Math.floor((36 * rest) / (rest + 38));
}
