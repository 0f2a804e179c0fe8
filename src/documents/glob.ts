// Matches one path against a glob as glob(3) does for the includes of nginx and nft, and Python's glob for kolla: stars stay in their
// directory, dot files stay out.

/** True when `path` matches `pattern`. Linear in the path for each star: no regular expression, no backtracking blow-up. */
export function matchGlob(pattern: string, path: string): boolean {
  const patternParts = pattern.split('/');
  const pathParts = path.split('/');
  return (
    patternParts.length === pathParts.length && patternParts.every((part, i) => matchGlobPart(part, pathParts[i] ?? ''))
  );
}

function matchGlobPart(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let p = 0;
  let n = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (n < name.length) {
    const step = pattern[p] === '*' ? 0 : matchGlobCharacter(pattern, p, name[n] ?? '');
    if (step > 0) {
      p += step;
      n++;
    } else if (pattern[p] === '*') {
      starAt = p++;
      resumeAt = n;
    } else if (starAt >= 0) {
      p = starAt + 1;
      n = ++resumeAt;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** How many characters of the pattern matched this one character; 0 when they do not match. */
function matchGlobCharacter(pattern: string, p: number, c: string): number {
  const first = pattern[p];
  if (first === '?') return 1;
  const close = first === '[' ? pattern.indexOf(']', p + 2) : -1;
  if (close < 0) return first === c ? 1 : 0;
  const negated = pattern[p + 1] === '!' || pattern[p + 1] === '^';
  let matched = false;
  for (let i = p + (negated ? 2 : 1); i < close; i++) {
    const from = pattern[i] ?? '';
    if (pattern[i + 1] === '-' && i + 2 < close) {
      if (c >= from && c <= (pattern[i + 2] ?? '')) matched = true;
      i += 2;
    } else if (c === from) matched = true;
  }
  return matched !== negated ? close - p + 1 : 0;
}
