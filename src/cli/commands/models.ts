/** `iter models`: which models can be called from here, and what they cost. */
import { findProvider } from "#adapters/models/connect.ts";
import { createPrices } from "#adapters/models/prices.ts";
import type { Price, Prices } from "#adapters/models/prices.ts";
import { surveyProviders } from "#adapters/models/survey.ts";
import type { ProviderStatus } from "#adapters/models/survey.ts";
import { useProxy } from "#adapters/network/proxy.ts";
import type { Graph } from "#core/graph/graph.ts";
import { formatNumberOf } from "#core/report/format.ts";
import { listModels } from "#core/graph/models.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { compileFor, graphOf } from "#src/cli/compile.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { addStoreFlag, readTimeout, storeFolder } from "#src/cli/flags.ts";
import { readOwnPrices } from "#src/cli/prices.ts";
import type { Session } from "#src/cli/session.ts";
import { readSource } from "#src/cli/source.ts";
import { drawTable } from "#src/cli/table.ts";

interface Flags {
  readonly offline?: true;
  readonly timeout?: string;
  readonly storeDir?: string;
}

/** The command. */
export const models: CommandModule = {
  declare(command, act) {
    command
      .argument("[file]", "only the models of this workflow; `-` is standard input")
      .option("--offline", "ask nobody; say what is configured")
      .option("--timeout <duration>", "how long a provider may take to answer (5s)");
    addStoreFlag(command);
    act((session, [file]) => list(session, file, command.opts<Flags>()));
  },
};

/** A model, where it is used, and whether it can be. */
interface ModelRow {
  readonly model: string;
  /** The first node that names it; null without a workflow. */
  readonly node: string | null;
  readonly provider: string | null;
  readonly state: string;
  /** Whether the provider lists it; null if that is not known. */
  readonly listed: boolean | null;
  /** US dollars for a million tokens; null if nobody knows. */
  readonly price: Required<Price> | null;
}

async function list(session: Session, file: string | undefined, flags: Flags): Promise<ExitCode> {
  const { env, output } = session;
  await useProxy(env);
  const timeoutMs = readTimeout(flags.timeout) ?? 5_000;
  const prices = createPrices(
    await readOwnPrices(session, storeFolder(session, flags.storeDir)),
    env,
  );
  const graph = file === undefined ? undefined : await readGraph(session, file);
  const used = graph && listModels(graph);
  const names = used?.flatMap(({ model }) => findProvider(model)?.provider.name ?? []);
  const providers = await surveyProviders({
    env,
    offline: flags.offline === true,
    timeoutMs,
    ...(names && { names }),
  });
  const rows = used
    ? used.map(({ model, node }) => toRow(model, { node, providers, prices }))
    : providers.flatMap(({ name, models: listed }) =>
        (listed ?? []).map((model) => toRow(`${name}/${model}`, { node: null, providers, prices })),
      );
  output.document({ file: file ?? null, providers, models: rows });
  for (const line of [...tellProviders(providers), ...tellModels(rows)]) output.print(line);
  return exitCodes.done;
}

async function readGraph(session: Session, file: string): Promise<Graph> {
  const { path, bytes } = await readSource(session, file);
  return graphOf(session, compileFor(session, { path, source: bytes }, {}));
}

function toRow(
  model: string,
  {
    node,
    providers,
    prices,
  }: {
    readonly node: string | null;
    readonly providers: readonly ProviderStatus[];
    readonly prices: Prices;
  },
): ModelRow {
  const served = findProvider(model);
  const status = providers.find(({ name }) => name === served?.provider.name);
  const { input, output, cache_read = input, cache_write = input } = prices.priceOf(model) ?? {};
  const price =
    input === undefined ||
    output === undefined ||
    cache_read === undefined ||
    cache_write === undefined
      ? null
      : { input, output, cache_read, cache_write };
  const place = { model, node, price, provider: served?.provider.name ?? null };
  if (served === undefined || status === undefined) {
    const simulated = model.startsWith("simulate/");
    return { ...place, state: simulated ? "simulated" : "no provider", listed: null };
  }
  const name = served.provider.wireModel?.(served.name) ?? served.name;
  // Names without a date stand for the newest that has one.
  const listed = status.models?.some((one) => one === name || one.startsWith(`${name}-20`)) ?? null;
  return { ...place, listed, state: listed === false ? "not listed" : status.state };
}

function tellProviders(providers: readonly ProviderStatus[]): string[] {
  return drawTable(
    providers.map(({ name, state, address, key, models: listed, error, hint }) => {
      const count = listed === null ? "" : `, ${formatNumberOf(listed.length, "model")}`;
      const who = key.set ? `with \`${key.variable}\`` : "without a key";
      const fine = `${address.url ?? ""} ${who}${count}`;
      return [name, state, error === null ? fine : `${error}; ${hint ?? ""}`];
    }),
  );
}

function tellModels(rows: readonly ModelRow[]): string[] {
  if (rows.length === 0) return [];
  const cost = (usd: number | undefined): string => (usd === undefined ? "?" : String(usd));
  const heading = ["model", "node", "state", "input", "output", "cache read", "cache write"];
  const table = rows.map(({ model, node, state, price }) => [
    model,
    node ?? "",
    state,
    ...[price?.input, price?.output, price?.cache_read, price?.cache_write].map(cost),
  ]);
  const columns = rows.every(({ node }) => node === null)
    ? [0, 2, 3, 4, 5, 6]
    : [0, 1, 2, 3, 4, 5, 6];
  return [
    "",
    "US dollars for a million tokens; `?` is unknown, `prices.json` says more",
    ...drawTable([heading, ...table].map((row) => columns.map((at) => row[at] ?? ""))),
  ];
}
