// The examples and the demo run on the built package and say what they promise.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRouter, planOrder, verifyPlan } from 'order-sourcing';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (...args) =>
  execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const expected = {
  'quick-start.mjs': /dc-memphis: 1 × kettle .*store-boston: 4 × mug .*complete, 2115 cents in all/s,
  'rate-card.mjs':
    /2873 cents, proven optimal\n {2}leipzig, 149 km: .* in 2 × 8.5 kg billed\n.*by hand: two parcels 2752.5, one 2951.25 cents\nviolations: 0/s,
  'readme.mjs': /dc-memphis 1 kettle 899\nstore-boston 4 mug 896\ncomplete 1795 unfilled optimal, cost optimal/,
  'store-rules.mjs': /3 from kiosk; 390 cents.*3 from flagship; 390 cents.*1 from dc, 2 from kiosk; 880 cents/s,
  'verify.mjs': /south: 0 violations.*"north", 1 are available/s,
};

test('every example is expected', () => {
  const names = readdirSync(new URL('../examples/', import.meta.url)).filter((name) => name.endsWith('.mjs'));
  assert.deepEqual(names.sort(), Object.keys(expected).sort());
});

test('the README shows examples/readme.mjs word for word, and what it prints', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const code = readFileSync(new URL('../examples/readme.mjs', import.meta.url), 'utf8')
    .split('\n')
    .slice(1)
    .join('\n');
  assert.ok(readme.includes(`\`\`\`js\n${code}\`\`\``), 'the code differs');
  assert.ok(readme.includes(`\`\`\`\n${run('examples/readme.mjs')}\`\`\``), 'the output differs');
});

test('the README’s inputs make a complete plan that its judge agrees with', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/```jsonc\n(.*?)```/gs)].map(([, text]) =>
    JSON.parse(text.replace(/ \/\/ .*$/gm, '')),
  );
  assert.equal(blocks.length, 4);
  const [network, inventory, order, rules] = blocks;
  const input = { network, inventory, order, rules, asOf: '2026-03-01T12:00:00Z' };
  const plan = planOrder(input);
  assert.equal(plan.status, 'complete');
  assert.deepEqual(verifyPlan(plan, input), []);
});

test('the README shows what a refusal says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const network = { currency: 'USD', nodes: [{ id: 'a', calendar: 'x' }], services: [], rateCards: [] };
  assert.throws(
    () => createRouter({ network, rules: {} }),
    (error) => readme.includes(`\n${error.message}\n`),
  );
});

for (const [name, output] of Object.entries(expected)) {
  test(`examples/${name}`, () => assert.match(run(`examples/${name}`), output));
}

const small = ['.build/demo/start.mjs', '--orders', '150', '--nodes', '60', '--skus', '200', '--density', '0.1'];

test('the demo prints one JSON object with --json, and every plan is verified', () => {
  const answer = JSON.parse(run(...small, '--json'));
  assert.equal(answer.orders, 150);
  assert.equal(answer.verifiedPlans, 150);
  assert.ok(answer.provenShare > 0.9);
  assert.ok(answer.savings.againstWaterfall > 0);
});

test('the demo explains one split order, without colours where nobody sees them', () => {
  const text = run(...small);
  for (const words of ['total cost', 'proven optimal', 'One split order', 'nearest first (waterfall)']) {
    assert.ok(text.includes(words), words);
  }
  assert.ok(!text.includes('\u001b'));
});
