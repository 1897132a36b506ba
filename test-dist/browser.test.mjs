// The built package in a browser's bundle: no Node.js built-in, and it runs where there is nothing but the language itself.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

let bundle;
before(async () => {
  bundle = await build({
    stdin: { contents: "export * from 'order-sourcing';", resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'orderSourcing',
    platform: 'browser',
    target: 'es2022',
    // tsconfig.json maps the package's name to its source; here the name must mean the built package.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
});

test('it bundles the built package, without Node.js built-ins and without zod’s locales', (t) => {
  const inputs = Object.keys(bundle.metafile.inputs);
  assert.ok(inputs.includes('dist/index.js'), 'bundled from dist/');
  assert.deepEqual(
    inputs.filter((path) => path.startsWith('src/')),
    [],
  );
  const builtIns = Object.values(bundle.metafile.inputs).flatMap((input) =>
    input.imports.filter((one) => one.external),
  );
  assert.deepEqual(builtIns, []);
  const output = Object.values(bundle.metafile.outputs)[0];
  const locales = Object.entries(output.inputs).filter(
    ([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('/locales/'),
  );
  assert.ok(locales.length <= 1, `locales in the bundle: ${locales.map(([path]) => path).join(', ')}`);
  const [file] = bundle.outputFiles;
  t.diagnostic(`minified ${file.contents.length} bytes, gzipped ${gzipSync(file.contents, { level: 9 }).length} bytes`);
});

const input = {
  order: { id: 'order-1', destination: {}, lines: [{ id: '1', sku: 'lamp', quantity: 2 }] },
  network: {
    currency: 'EUR',
    nodes: [{ id: 'north' }],
    services: [{ id: 'parcel', rateCard: 'flat' }],
    rateCards: [{ id: 'flat', bands: [{ base: 450 }] }],
  },
  inventory: [{ node: 'north', sku: 'lamp', onHand: 5 }],
  rules: {},
  asOf: '2026-03-01T12:00:00Z',
};

for (const strings of [true, false]) {
  test(`it runs in a bare context, ${strings ? 'with' : 'without'} eval`, () => {
    const context = createContext({}, { codeGeneration: { strings, wasm: strings } });
    runInContext(bundle.outputFiles[0].text, context);
    for (const name of ['createRouter', 'planOrder', 'verifyPlan']) {
      assert.equal(runInContext(`typeof orderSourcing.${name}`, context), 'function', name);
    }
    assert.equal(runInContext(`orderSourcing.planOrder(${JSON.stringify(input)}).status`, context), 'complete');
  });
}
