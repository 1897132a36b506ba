// The built package as its users get it: by name, from an ES module and from CommonJS, with its JSON Schemas beside it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = new URL('../dist/', import.meta.url);
const functions = ['createRouter', 'planOrder', 'postalAreas', 'verifyPlan'];
const schemas = ['network', 'order', 'plan', 'positions', 'rules'];

test('import gives the public functions', async () => {
  const library = await import('order-sourcing');
  for (const name of functions) assert.equal(typeof library[name], 'function', name);
  for (const name of schemas) assert.equal(typeof library[`${name}Schema`].parse, 'function', name);
});

test('require gives the same names as import', async () => {
  const required = require('order-sourcing');
  const imported = await import('order-sourcing');
  for (const name of functions) assert.equal(typeof required[name], 'function', name);
  assert.deepEqual(Object.keys(required).sort(), Object.keys(imported).sort());
});

test('importing it prints nothing and adds no global beyond the one of zod', () => {
  const script = `await import('zod'); const before = new Set(Reflect.ownKeys(globalThis)); await import('order-sourcing');
    for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) console.log(key);`;
  const options = { cwd: root, encoding: 'utf8' };
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '--eval', script], options), '');
});

for (const name of schemas) {
  test(`schema/${name}.json is a JSON Schema of draft 2020-12 with its own $id`, () => {
    const schema = require(`order-sourcing/schema/${name}.json`);
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(schema.$id, `urn:order-sourcing:schema:${name}:1`);
    assert.ok('type' in schema || '$ref' in schema || 'anyOf' in schema || 'oneOf' in schema, 'it describes something');
  });
}

test('the tarball holds the package and nothing else', () => {
  const options = { cwd: root, encoding: 'utf8', shell: true };
  const [{ files }] = JSON.parse(execFileSync('npm pack --dry-run --json --ignore-scripts', options));
  const paths = files.map((file) => file.path);
  for (const path of ['LICENSE', 'dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/index.d.cts']) {
    assert.ok(paths.includes(path), path);
  }
  for (const name of schemas) assert.ok(paths.includes(`schema/${name}.json`), name);
  const strangers = paths.filter(
    (path) => !/^(dist\/|schema\/[^/]+\.json$|LICENSE$|[A-Z]+\.md$|package\.json$)/.test(path),
  );
  assert.deepEqual(strangers, []);
});

test('at run time it needs fastpriorityqueue and zod, and no other package', () => {
  const { dependencies, peerDependencies, optionalDependencies } = require('order-sourcing/package.json');
  assert.deepEqual(Object.keys(dependencies).sort(), ['fastpriorityqueue', 'zod']);
  assert.equal(peerDependencies, undefined);
  assert.equal(optionalDependencies, undefined);
  for (const file of readdirSync(dist).filter((name) => /\.c?js$/.test(name))) {
    const text = readFileSync(new URL(file, dist), 'utf8');
    const loaded = [...text.matchAll(/^import .* from ["']([^"'.]+)["'];?$|\brequire\(["']([^"'.]+)["']\)/gm)].map(
      (hit) => hit[1] ?? hit[2],
    );
    const strangers = loaded.filter((name) => !name.startsWith('node:') && !Object.hasOwn(dependencies, name));
    assert.deepEqual(strangers, [], `packages that ${file} loads`);
  }
});
