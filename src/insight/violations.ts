/** What the judge says of a plan that was made elsewhere, on the stock as it is now. */
import type { Desk } from '../desk';
import type { Wrong } from '../model/explanation';
import type { NetworkInput, OrderInput, Plan, PositionInput, RulesInput } from '../model/types';
import { instant } from '../model/units';
import type { Ask } from '../preparing/checkedOrder';
import { verifyPlan } from '../verify/verifyPlan';

/** @param order as it came in, already found right */
export function violationsOf(desk: Desk, order: unknown, { asOf, overrides }: Ask, plan: Plan): Wrong[] {
  const { compiled, editions, ledger, stock } = desk;
  const { distance, rate, functions } = compiled.given;
  const asked = order as OrderInput;
  const skus = asked.lines.flatMap(({ sku, kit }) => (kit === undefined ? [sku] : kit.map((part) => part.sku)));
  const claims = ledger.claimsBeside(asked.id).map(({ node, start, ...claim }) => {
    return { ...claim, node: compiled.index.nodes[node].id, start: instant(start) };
  });
  return verifyPlan(plan, {
    order: asked,
    network: networkNow(desk),
    inventory: stock.positions(skus).map((position) => withoutClaims(desk, position)),
    rules: editions.document as RulesInput,
    asOf: instant(asOf),
    snapshot: { used: ledger.work.list(), booked: ledger.bookings.list() },
    overrides,
    claims,
    ...(distance === undefined ? {} : { distance }),
    ...(rate === undefined ? {} : { rate }),
    ...(functions === undefined ? {} : { functions }),
  });
}

/** Nodes with what commits have left of their capacity. */
function networkNow({ compiled, ledger }: Desk): NetworkInput {
  const { network, nodeOfId } = compiled.index;
  const left = (id: string) => Math.max(0, ledger.capacity[nodeOfId.get(id) as number]);
  const nodes = network.nodes.map((node) =>
    node.capacityUnits === undefined ? node : { ...node, capacityUnits: left(node.id) },
  );
  return { ...network, nodes } as NetworkInput;
}

/** Claims count from their starts on, so they are not among what is reserved. */
function withoutClaims({ compiled, stock }: Desk, { node, sku, ...position }: PositionInput): PositionInput {
  const { onHand, reserved, safetyStock } = stock.amounts(compiled.index.nodeOfId.get(node) as number, sku);
  return { ...position, node, sku, onHand, reserved, safetyStock };
}
