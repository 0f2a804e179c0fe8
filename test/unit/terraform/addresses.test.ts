// Two resources of one address would be written as one: the synth of both libraries refuses.
import { Construct } from 'constructs';
import { libraries } from './libraries';
import { addRegion } from './regions';

test.each(['fi les', 'fi.les', 'files_attacks'])(
  'files and %s, whose addresses the library would merge, are refused',
  (id) => {
    for (const library of libraries) {
      const compose = () =>
        library.synthesize(({ addStack, addFiles }) => {
          const stack = addStack('region');
          addFiles(stack, 'files', { region: addRegion(stack), mustStop: ['ssrf-decimal-address'] });
          addFiles(stack, id, { region: addRegion(new Construct(stack, 'other')) });
        });
      expect(compose).toThrow(
        /duplicate-key: got terraform_data.files\S*, as region\/f\S.* Fix: give one of them an id/s,
      );
    }
  },
);

test('files of one id in two scopes have addresses of their own', () => {
  for (const library of libraries) {
    const { region } = library.synthesize(({ addStack, addFiles }) => {
      const stack = addStack('region');
      for (const scope of ['a', 'b'].map((id) => new Construct(stack, id)))
        addFiles(scope, 'files', { region: addRegion(scope) });
    });
    expect(Object.keys(region?.resource.terraform_data ?? {})).toHaveLength(2);
  }
});
