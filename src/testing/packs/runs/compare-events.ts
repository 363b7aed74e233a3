/** Compares events that must be in the log, and their order. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Mismatch } from "../case.ts";
import { fits } from "#core/report/check/fit.ts";
import type { ExpectedEvent } from "./scenario.ts";

/** The event must be there, as often as is said. */
export function compareEvent(wanted: ExpectedEvent, log: readonly RunEvent[]): readonly Mismatch[] {
  const found = log.filter((event) => eventFits(wanted, event)).length;
  if (wanted.count === undefined ? found > 0 : found === wanted.count) return [];
  const { count, ...event } = wanted;
  const near = log.filter((one) => one.type === wanted.type).map(toValue);
  const times = count === undefined ? "at least once" : `${count} times`;
  return [
    {
      what: `event ${JSON.stringify(event)}`,
      expected: times,
      actual: `${found} times; of this type: ${JSON.stringify(near.slice(0, 4))}`,
    },
  ];
}

/** Events that fit must follow one another; others may stand between. */
export function compareOrder(
  order: readonly ExpectedEvent[],
  log: readonly RunEvent[],
): Mismatch[] {
  let from = 0;
  for (const [index, wanted] of order.entries()) {
    const found = log.findIndex((event, at) => at >= from && eventFits(wanted, event));
    if (found === -1) {
      const what = `order, event ${index + 1} ${JSON.stringify(wanted)}`;
      return [{ what, expected: `after line ${from}`, actual: "not there" }];
    }
    from = found + 1;
  }
  return [];
}

function eventFits(wanted: ExpectedEvent, event: RunEvent): boolean {
  const { type, node, branch, activation, iteration_path, data } = wanted;
  const asked: Record<string, Value> = {
    ...(type === undefined ? {} : { type }),
    ...(node === undefined ? {} : { node }),
    ...(branch === undefined ? {} : { branch }),
    ...(activation === undefined ? {} : { activation }),
    ...(iteration_path === undefined ? {} : { iteration_path }),
    ...(data === undefined ? {} : { data }),
  };
  return fits(asked, toValue(event));
}

function toValue(event: RunEvent): Fields {
  return {
    type: event.type,
    node: event.node_id ?? "",
    branch: event.branch_id ?? "",
    activation: event.activation_id ?? "",
    ...(event.iteration_path === undefined ? {} : { iteration_path: event.iteration_path }),
    data: event.data ?? {},
  };
}
