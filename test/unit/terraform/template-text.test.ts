// Hostile text stays text: templates, tokens of the libraries, map tokens, number tokens, quotes and control characters.
import { App, TerraformOutput, TerraformStack, Testing, Token } from 'cdktf';
import { escapeJsonTemplate, findTransportLoss, quoteHclText } from '../../../src/terraform/template-text';
import { type Configuration, libraries, useDirectory } from './libraries';
import { addRegionWithText, layOutForHosts } from './regions';
import { readForEach, readTemplate } from './template-reader';

const token = Token.asString({ from: 'somebody else' });
const numberToken = String(Token.asNumber({ from: 'somebody else' }));

const hostile: readonly string[] = [
  '${var.secret}',
  '$${var.secret}',
  '$$${var.secret}',
  '%{ if true }x%{ endif }',
  '%%{ x',
  '${~ x ~}',
  'policy %(project_id)s and nginx ${binary_remote_addr} and $name',
  token,
  '${TfToken[TOKEN.0]}',
  '$${TfToken[TOKEN.999999]}',
  '#{TfToken[TOKEN.0]}',
  '&{TfToken[TOKEN.0]}',
  '${${TfToken[TOKEN.0]}}',
  numberToken,
  `x = ${numberToken}`,
  `|${numberToken}+1e9`,
  '3e4f 1e5 -1e300',
  'String Map Token Value',
  'Any Map Token Value',
  '"}]} EOF\nEOF\n<<EOF',
  '\\ \\n \\${x} \\"',
  'a\r\nb\tc\u0000\u0001\b\f\u007f\u2028',
  '\r$${x}',
  'a$%\r${x} %%{y}\r${TfToken[TOKEN.0]}\n',
  '{"resource":{}}',
  '[DEFAULT]\nx = y\n',
  'emoji 😀 ü',
];

test.each(hostile)('%j goes through a template unchanged', (text) => {
  expect(readTemplate(escapeJsonTemplate(text))).toBe(text);
});

test('what needs no escape is left as it is', () => {
  for (const text of ['3e4f 1e5', 'a $ b % c', '# {x}', 'TfToken[', '%(tenant)s', '']) {
    expect(escapeJsonTemplate(text)).toBe(text);
  }
  expect(escapeJsonTemplate('${a}%{b}')).toBe('$${a}%%{b}');
});

test('as the whole of a value, too, and the library would have stopped at some of them', () => {
  const print = (value: string): string => {
    const stack = new TerraformStack(
      useDirectory((outdir) => new App({ outdir })),
      'whole',
    );
    new TerraformOutput(stack, 'text', { value });
    return (JSON.parse(Testing.synth(stack)) as { output: { text: { value: string } } }).output.text.value;
  };
  for (const text of hostile) expect(readTemplate(print(escapeJsonTemplate(text)))).toBe(text);
  for (const text of [
    'String Map Token Value',
    'Any Map Token Value',
    '#{TfToken[TOKEN.0]}',
    '$${TfToken[TOKEN.999999]}',
  ]) {
    expect(() => print(text)).toThrow();
  }
});

describe.each(libraries.map((library) => [library.name, library] as const))('%s', (_name, library) => {
  test.each(hostile)('%j arrives in the configuration byte for byte', (text) => {
    let expected = new Map<string, string>();
    const { region } = library.synthesize(({ addStack, addFiles }) => {
      const stack = addStack('region');
      const withText = addRegionWithText(stack, text);
      expected = layOutForHosts(withText);
      addFiles(stack, 'files', { region: withText });
    }) as { region: Configuration };
    const files = readForEach(region.resource.terraform_data?.files?.for_each);
    expect(new Map([...files].map(([path, file]) => [path, file.content]))).toEqual(expected);
  });

  test('hostile names of files stay in their keys', () => {
    const names = ['${x}', '%{x}', '${TfToken[TOKEN.0]}', '&{TfToken[TOKEN.0]}', 'a"b'];
    for (const name of names) {
      const { region } = library.synthesize(({ addStack, addFiles }) => {
        const stack = addStack('region');
        addFiles(stack, 'files', { region: addRegionWithText(stack, 'x', name) });
      });
      const files = readForEach(region?.resource.terraform_data?.files?.for_each);
      expect([...files].map(([path, file]) => [path, file.path])).toEqual([[`nginx/${name}`, `/etc/nginx/${name}`]]);
    }
  });

  test.each(['e\u0301', '\ud800'])('text that Terraform would change is refused: %j', (text) => {
    const synthesize = () =>
      library.synthesize(({ addStack, addFiles }) => {
        const stack = addStack('region');
        addFiles(stack, 'files', { region: addRegionWithText(stack, text) });
      });
    expect(synthesize).toThrow(/unsafe-text: got .* in nginx\/conf\.d\/hostile\.conf/);
  });

  test.each(hostile)('%j leaves no template and no raw line in HCL', (text) => {
    let expected: string[] = [];
    const hcl = library.printHcl(({ addStack, addFiles }) => {
      const stack = addStack('region');
      const region = addRegionWithText(stack, text);
      expected = [...layOutForHosts(region).values()];
      addFiles(stack, 'files', { region });
    });
    expect(expected).toHaveLength(1);
    expect(hcl).toContain(`    content = ${quoteHclText(expected[0] as string)}\n`);
  });
});

test('a quoted HCL string has only escapes that HCL knows', () => {
  for (const text of hostile) {
    const quoted = quoteHclText(text);
    expect(quoted).toMatch(/^"(?:[^"\\\n\r]|\\[nrt"\\]|\\u[0-9a-f]{4})*"$/);
    expect(quoted).not.toMatch(/[$%#&]\{/);
    expect(JSON.parse(quoted)).toBe(text);
  }
});

test('what Terraform changes is known', () => {
  expect(findTransportLoss('plain ü 😀')).toBeUndefined();
  expect(findTransportLoss('\ufeffx')).toMatch(/byte order mark/);
  expect(findTransportLoss('x\ufeff')).toBeUndefined();
  expect(findTransportLoss('u\u0308')).toMatch(/normal form C/);
  expect(findTransportLoss('\udc00')).toMatch(/surrogate/);
});
