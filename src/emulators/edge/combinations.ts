// One value of each list, in every way: what a client writes when one header alone does not get it past a limit.

/** More at once are not tried. */
const maxCombinations = 64;

/** The first combinations, each with one of every list, in the order of the lists; and whether these are all. */
export function combineEach<T>(lists: readonly (readonly T[])[]): { all: readonly (readonly T[])[]; isWhole: boolean } {
  const all = lists.reduce<readonly (readonly T[])[]>(
    (some, list) => some.flatMap((one) => list.map((value) => [...one, value])).slice(0, maxCombinations),
    [[]],
  );
  return { all, isWhole: lists.reduce((product, list) => product * list.length, 1) <= maxCombinations };
}
