// Compiles src into lib, bundles the command line, copies the data files. lib is swapped only when all of it is there.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const next = join(root, `lib.new-${process.pid}`);

if (!existsSync(tsc) || !existsSync(join(root, 'node_modules', 'esbuild'))) {
  console.error('glacis: typescript and esbuild are not installed here, so lib/ was not built (run npm ci first)');
  process.exit(0);
}
try {
  compileLibrary();
  await bundleCommands();
  for (const path of ['openstack/data', 'intent/validator.generated.cjs']) {
    cpSync(join(root, 'src', path), join(next, path), { recursive: true });
  }
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  renameSync(next, join(root, 'lib'));
} catch (error) {
  rmSync(next, { recursive: true, force: true });
  console.error(`glacis: lib/ was not built: ${error.message}`);
  process.exit(1);
}

/** The library: one file for each source, with its types. */
function compileLibrary() {
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', next];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) throw new Error('the compiler found errors');
}

/**
 * The command line: main.js holds what `synth` needs, judging.js all that the other commands need. One file is read and compiled where
 * 120 were; two, because V8 scans a file whole: with the judge in it, synth would pay for 1.2 MB that it never runs.
 */
async function bundleCommands() {
  const { build, transform } = await import('esbuild');
  const cli = join(root, 'src', 'cli');
  const judging = ['verify', 'audit', 'diff', 'probe', 'explain', 'list', 'schema', 'init'];
  for (const name of readdirSync(join(next, 'cli'))) rmSync(join(next, 'cli', name), { recursive: true });
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
    absWorkingDir: root,
    external: ['@iarna/toml', '@iarna/toml/*'],
    // The data files keep their place beside the library: the one module that asks where it lies is told.
    define: { __dirname: 'catalogueDirectory' },
    alias: { 'js-yaml': join(root, 'node_modules', 'js-yaml', 'dist', 'js-yaml.cjs.js') },
  };
  const locate = "const catalogueDirectory=require('node:path').join(__dirname,'..','openstack','catalogue');";
  const judgingOutside = {
    name: 'judging-outside',
    setup(bundle) {
      const filter = new RegExp(`^\\./(${judging.join('|')})$`);
      bundle.onResolve({ filter }, ({ importer, kind }) =>
        importer === join(cli, 'main.ts') && kind === 'require-call'
          ? { path: './judging.js', external: true }
          : undefined,
      );
    },
  };
  // Half of what synth loads: nobody reads a stack trace into these two, so their names may go. Ours stay readable.
  const shortNames = {
    name: 'short-names',
    setup(bundle) {
      bundle.onLoad({ filter: /(?:validator\.generated\.cjs|js-yaml\.cjs\.js)$/ }, async ({ path }) => {
        const { code } = await transform(readFileSync(path, 'utf8'), {
          minify: true,
          platform: 'node',
          legalComments: 'none',
        });
        return { contents: code, loader: 'js' };
      });
    },
  };
  const doors = judging.map((name) => `get ${name}(){return require('./${name}').${name}}`);
  await build({
    ...shared,
    entryPoints: [join(cli, 'main.ts')],
    outfile: join(next, 'cli', 'main.js'),
    banner: { js: locate },
    plugins: [judgingOutside, shortNames],
  });
  await build({
    ...shared,
    stdin: { contents: `module.exports={${doors.join(',')}};`, resolveDir: cli, sourcefile: 'judging.js' },
    outfile: join(next, 'cli', 'judging.js'),
    plugins: [shortNames],
    banner: { js: locate },
  });
  chmodSync(join(next, 'cli', 'main.js'), 0o755);
}
