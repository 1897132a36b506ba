/** Templates: what each prefers, on one drawn network; every plan is verified. Peers' own cases are in `peer-cases.test.ts`. */
import { InputError, templates } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Condition, Plan, RulesInput } from '../src/model/types';
import { type Drawn, draw, planVerified } from './drawn';

const NETWORK = `dc     300 km   400   tea 9, cup 1   priority 3
                 shop    20 km   900   tea 2, cup 2   priority 1
                 kiosk   90 km   600   tea 3, cup 3   priority 2`;

const inOrder = (rules: RulesInput, asked = '3 tea, 2 cup'): Drawn => draw(NETWORK, asked, {}, rules);
const ids = (...value: string[]): Condition => ({ field: 'node.id', op: 'in', value });

/** `kiosk: 1 tea | shop: 2 cup, 2 tea` */
function sketch({ shipments }: Plan): string {
  return shipments
    .map(({ node, lines }) => `${node}: ${lines.map(({ line, quantity }) => `${quantity} ${line}`).join(', ')}`)
    .join(' | ');
}

describe('templates', () => {
  it.each<[string, RulesInput, string]>([
    ['cheapest', templates.cheapest(), 'kiosk: 2 cup, 3 tea'],
    ['nearest', templates.nearest(), 'kiosk: 1 tea | shop: 2 cup, 2 tea'],
    ['fewest splits', templates.fewestSplits(), 'kiosk: 2 cup, 3 tea'],
    ['single node first', templates.singleNodeFirst({ tieBreak: 'priority' }), 'kiosk: 2 cup, 3 tea'],
    ['priority', templates.priorityWaterfall(), 'kiosk: 1 tea | shop: 2 cup, 2 tea'],
    ['priority, lines unsplit', templates.priorityWaterfall({ noSplit: true }), 'kiosk: 3 tea | shop: 2 cup'],
    [
      'ranked rules',
      templates.rankedRules([
        { dc: 1, shop: 1, kiosk: 2 },
        { shop: 2, dc: 1 },
      ]),
      'dc: 1 cup, 3 tea | shop: 1 cup',
    ],
    [
      'a rule that abstains',
      templates.rankedRules([
        { dc: null, shop: null, kiosk: null },
        { kiosk: 0, dc: 1 },
      ]),
      'kiosk: 2 cup, 3 tea',
    ],
    ['no rules', templates.rankedRules([]), 'kiosk: 2 cup, 3 tea'],
    ['weighted score: far is dear', templates.weightedScore({ perUnitKm: 10 }), 'kiosk: 1 tea | shop: 2 cup, 2 tea'],
    [
      'weighted score: not from the kiosk',
      templates.weightedScore({ nodes: [{ id: 'kiosk', when: ids('kiosk'), perUnit: 1000 }] }),
      'dc: 1 tea | shop: 2 cup, 2 tea',
    ],
  ])('%s', (_, rules, expected) => {
    expect(sketch(planVerified(inOrder(rules)))).toBe(expected);
  });

  it('highest stock takes from where most is', () => {
    const { inventory, ...drawn } = inOrder({});
    const positions = inventory.map(({ node, sku, onHand }) => ({ node, sku, onHand }));
    const planBy = (perUnit: number) =>
      sketch(planVerified({ ...drawn, inventory, rules: templates.highestStock(positions, { perUnit }) }));
    expect(planBy(1000)).toBe('dc: 3 tea | kiosk: 2 cup');
    // Where a unit of stock weighs little, freight decides.
    expect(planBy(1)).toBe('kiosk: 2 cup, 3 tea');
  });

  it('a single node goes before several, and several before nothing', () => {
    const rules = templates.singleNodeFirst({ tieBreak: 'unitDistance' });
    expect(sketch(planVerified(inOrder(rules, '2 tea, 2 cup')))).toBe('shop: 2 cup, 2 tea');
    const split = planVerified(inOrder(rules, '4 tea, 2 cup'));
    expect(sketch(split)).toBe('kiosk: 2 tea | shop: 2 cup, 2 tea');
    expect(split.rules.step).toBe('split');
  });

  it('groups of nodes join in one after another', () => {
    const groups = [
      { id: 'stores', nodes: ids('shop', 'kiosk') },
      { id: 'warehouse', nodes: ids('dc') },
    ];
    const rules = templates.groupedBrokering(groups);
    const near = planVerified(inOrder(rules));
    expect([sketch(near), near.rules.step]).toEqual(['kiosk: 2 cup, 3 tea', undefined]);
    const far = planVerified(inOrder(rules, '7 tea'));
    expect([sketch(far), far.rules.step]).toEqual(['dc: 2 tea | kiosk: 3 tea | shop: 2 tea', 'warehouse']);
  });

  it('are plain data, made anew each time', () => {
    const make = [templates.cheapest, templates.nearest, templates.singleNodeFirst, templates.fewestSplits];
    for (const template of make) {
      const document = template({ shipComplete: 'order', noSplit: true });
      expect(JSON.parse(JSON.stringify(document))).toEqual(document);
      expect(template()).not.toBe(template());
    }
  });

  it('refuse what a document cannot say', () => {
    const nodes = Object.fromEntries(Array.from({ length: 22 }, (_, n) => [`n${n}`, n]));
    expect(() => templates.rankedRules([nodes])).toThrow(InputError);
    expect(templates.rankedRules([{ ...nodes, n21: 20 }]).tiers?.list).toHaveLength(20);
    expect(() => templates.groupedBrokering([])).toThrow(InputError);
    const hostile = templates.rankedRules([JSON.parse('{"__proto__":1,"constructor":2}')]);
    expect(hostile.tiers?.list.map(({ nodes }) => nodes)).toEqual([ids('__proto__')]);
  });
});
