/** Whether and where a run is traced, by the variables that OpenTelemetry has for it. */
import type { Variables } from "#core/text/environment.ts";

/** Where spans are sent, and what they say. */
export interface TracingSettings {
  readonly url: string;
  readonly protocol: "http/protobuf" | "http/json";
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly resource: Readonly<Record<string, string>>;
  /** Prompts, replies and what tools were given are sent as well. */
  readonly content: boolean;
}

/** True if the environment names somebody to send traces to. */
export function isTraced(env: Variables): boolean {
  return urlOf(env) !== undefined;
}

/** Settings, a reason why there are none though they were asked for, or undefined. */
export function readTracing(
  env: Variables,
): TracingSettings | { readonly fault: string } | undefined {
  const url = urlOf(env);
  if (url === undefined || env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return undefined;
  if (env["OTEL_TRACES_EXPORTER"] === "none") return undefined;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    return { fault: "OTEL_EXPORTER_OTLP_ENDPOINT is no http address; the run isn't traced" };
  }
  const protocol = setting(env, "PROTOCOL") ?? "http/protobuf";
  if (protocol !== "http/protobuf" && protocol !== "http/json") {
    return {
      fault: `OTEL_EXPORTER_OTLP_PROTOCOL \`${protocol}\` isn't spoken here, http/protobuf and http/json are; the run isn't traced`,
    };
  }
  return {
    url,
    protocol,
    headers: readPairs(setting(env, "HEADERS")),
    serviceName: env["OTEL_SERVICE_NAME"] ?? "iter",
    resource: readPairs(env["OTEL_RESOURCE_ATTRIBUTES"]),
    content: env["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"]?.toLowerCase() === "true",
  };
}

/** The address for traces as it is, or the common one with its usual path. */
function urlOf(env: Variables): string | undefined {
  const own = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? "";
  if (own !== "") return own;
  const common = env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "";
  return common === "" ? undefined : `${common.replace(/\/+$/, "")}/v1/traces`;
}

function setting(env: Variables, name: string): string | undefined {
  const values = [env[`OTEL_EXPORTER_OTLP_TRACES_${name}`], env[`OTEL_EXPORTER_OTLP_${name}`]];
  return values.find((value) => value !== undefined && value !== "");
}

/** `key=value` pairs behind commas, values as in addresses. */
function readPairs(text = ""): Record<string, string> {
  const pairs = text.split(",").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
