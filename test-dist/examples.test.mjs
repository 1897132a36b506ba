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
  'explain.mjs':
    /leipzig {2}ships 2 in shipment 1.*berlin {3}could ship 1 by parcel.*dearer by 6.30 EUR.*kiosk {4}kept out by rule "small-stores".*leipzig chosen.*munich eligible \d+\n.*depot no-stock/s,
  'promise.mjs':
    /standard cheapest 2026-12-24T19:00.*collect in berlin cheapest 2026-12-23T13:30.*kept 2026-12-24T19:00:00.000Z 0/s,
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

/** Network, rate card, positions, order, rules. */
function readmeInputs(readme) {
  const texts = [...readme.matchAll(/```jsonc\n(.*?)```/gs)].map(([, text]) => text);
  assert.equal(texts.length, 5);
  return texts.map((text) => JSON.parse(text.replace(/ \/\/ .*$/gm, '')));
}

test('the README’s inputs make a complete plan that its judge agrees with', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [network, , inventory, order, rules] = readmeInputs(readme);
  const input = { network, inventory, order, rules, asOf: '2026-03-01T12:00:00Z' };
  const plan = planOrder(input);
  assert.equal(plan.status, 'complete');
  assert.deepEqual(verifyPlan(plan, input), []);
});

test('the README’s rate card ships two parcels at the prices it tells', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const card = readmeInputs(readme)[1];
  const priceOf = (units, weightGrams) => {
    const input = {
      network: {
        currency: 'USD',
        nodes: [{ id: 'memphis', postalCode: '38118' }],
        services: [{ id: 'ground', rateCard: card.id }],
        rateCards: [card],
      },
      inventory: [{ node: 'memphis', sku: 'safe', onHand: 2 }],
      order: {
        id: 'order-1',
        destination: { postalCode: '10007', residential: true },
        lines: [
          { id: '1', sku: 'safe', quantity: units, weightGrams, volumeCm3: 9000, longestSideMm: 400, value: 9000 },
        ],
      },
      rules: {},
      asOf: '2026-03-01T12:00:00Z',
    };
    const plan = planOrder(input);
    assert.deepEqual(verifyPlan(plan, input), []);
    const [{ parcels, cost }] = plan.shipments;
    return { parcels, price: (cost.total / 100).toFixed(2) };
  };
  const two = priceOf(2, 7000);
  const one = priceOf(1, 14_000);
  assert.deepEqual([two.parcels, one.parcels], [2, 1]);
  assert.match(readme, new RegExp(`two units of 7 kg.* cost ${one.price} in one parcel and ${two.price} in two`, 'i'));
});

test('the README shows what a refusal says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const network = { currency: 'USD', nodes: [{ id: 'a', hub: 'x' }], services: [], rateCards: [] };
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
