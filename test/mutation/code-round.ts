// docs/mutation.md: the last round of mutants of our own code, which is done by hand now and then and not with every run.

/** What was done, what it found, and what it says nothing of. */
export const codeRound = [
  '## Mutants of the code',
  'The counts above are of rendered files. Our own code was broken too, in `emulators`, `checks`, `intent`, `output`, `report` and `cli`: a condition dropped or forced, a comparison moved by one, an element of a list, a statement or an `await` left out, `some` for `every`, an anchor, a class or an alternative of a regular expression. Every mutant was put into the code at once behind a number, so that one run of the tests tells for each whether its place is reached and whether its value ever differs there.',
  [
    '* 22,850 mutants. 712 stood where nothing came by: no unit test, no property, no fixture, no run of the command line, and none of twelve suites with real programs.',
    '* 1,006 were run, those first that the fewest suites can notice, and without the real programs: 685 were noticed, 321 were not. These are the hard ones: the rate says nothing of the rest. The survivors were looked through, closely where one could let a false verdict or a lost file through: there a test came or the code went. Most of the others are an empty text beside what is never missing, a name of at least one letter for one of any, a bound of memory; the rest are lines that a real program or the command line checks.',
    '* Places that nothing reached were compared with the real program, and six answers were wrong: of HAProxy `path_dir`, `url_dir`, `method -i`, `query` without a question mark and `;` in `urlp`, of nginx the expressions of a map on an empty value. Four of them credited a limit that does not hold. `test/real/haproxy-samples.test.ts` and `test/real/nginx-variables.test.ts` now ask both one by one.',
    '* Tests came for edits in place and their way back, for what a killed run leaves, for a tree that only loses a file, for loopback, protocols and flushes in nftables, for labels that nova-compute does not inspect, for `real_ip_recursive`, and for the paths drawn from expressions.',
    '* Code went that no mutant could show to matter: a second `repr()`, an action that HAProxy does not have, a second writer of fixes, a case of sections without a name. Modules that only tests and pages ask for are no longer in the package.',
  ].join('\n'),
];
