/**
 * Traces a run with OpenTelemetry: one trace a run, whichever processes work on it.
 *
 * With it comes the SDK: it is imported only where a run is traced. What goes wrong with it is said once and hinders
 * nothing.
 */
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { SpanExporter } from "@opentelemetry/sdk-trace-base";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { Variables } from "#core/text/environment.ts";
import { readTracing } from "./settings.ts";
import type { TracingSettings } from "./settings.ts";
import { reportSpans } from "./spans.ts";

/** How long a run waits at its end for the last spans to get out. */
const longestFlushMs = 5_000;
const mostWaiting = 32_768;

/** What tracing needs of its surroundings. */
export interface TracingOptions {
  readonly env: Variables;
  readonly version: string;
  /** Says that something is wrong with the tracing. */
  readonly warn: (text: string) => void;
}

/** The reporter, if the environment asks for one. */
export function openTracing(options: TracingOptions): Reporter | undefined {
  const settings = readTracing(options.env);
  if (settings === undefined) return undefined;
  if (!("fault" in settings)) return createTracing(settings, options);
  options.warn(settings.fault);
  return undefined;
}

/** Ids that follow from names, so that a later process knows those of an earlier one. */
export interface NamedIds {
  /** The id that the next span gets. */
  readonly next: (name: string) => void;
  readonly spanOf: (name: string) => string;
  readonly trace: () => string;
  readonly setRun: (runId: string) => void;
}

function createTracing(settings: TracingSettings, { version, warn }: TracingOptions): Reporter {
  const ids = createIds();
  const processor = new BatchSpanProcessor(createExporter(settings, warn), {
    maxQueueSize: mostWaiting,
    scheduledDelayMillis: 1_000,
  });
  const provider = new BasicTracerProvider({
    idGenerator: { generateTraceId: ids.trace, generateSpanId: ids.span },
    resource: resourceFromAttributes({
      "service.name": settings.serviceName,
      "service.version": version,
      ...settings.resource,
    }),
    spanProcessors: [processor],
  });
  const spans = reportSpans({ tracer: provider.getTracer("iter", version), ids, ...settings });
  return {
    on: spans.on,
    async close() {
      spans.end();
      await within(longestFlushMs, provider.shutdown());
    },
  };
}

function createExporter(
  { url, headers, protocol }: TracingSettings,
  warn: (text: string) => void,
): SpanExporter {
  const OTLPTraceExporter = protocol === "http/json" ? JsonExporter : ProtobufExporter;
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: 3_000 });
  let said = false;
  const send: typeof exporter.export = (spans, done) => {
    exporter.export(spans, (result) => {
      if (result.error !== undefined && !said) {
        said = true;
        warn(`the trace can't be sent to ${new URL(url).origin}: ${result.error.message}`);
      }
      done(result);
    });
  };
  return {
    export: send,
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}

function createIds(): NamedIds & { readonly span: () => string } {
  let run = "";
  let name = "";
  const spanOf = (of: string): string => sha256(`${run}/${of}`).slice(0, 16);
  return {
    next: (of) => void (name = of),
    span: () => spanOf(name),
    spanOf,
    trace: () => sha256(run).slice(0, 32),
    setRun: (runId) => void (run = runId),
  };
}

/** Whatever hangs or fails is left behind. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
