// The version of this package, in one place: a test compares it with package.json.

/** Version of Glacis, as in package.json. */
export const glacisVersion = '0.1.0';
