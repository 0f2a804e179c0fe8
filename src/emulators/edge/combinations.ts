// One value of each list, in every way: what a client writes when one header alone does not get it past a limit.

/** The first `most` combinations; each holds one of every list, in the order of the lists. */
export function combineEach<T>(lists: readonly (readonly T[])[], most: number): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (all, list) => all.flatMap((one) => list.map((value) => [...one, value])).slice(0, most),
    [[]],
  );
}
