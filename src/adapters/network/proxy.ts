/** Requests through the proxy that the environment names, as `curl` reads it. */
import { Refusal } from "#core/run/failure.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Has every later `fetch` of this process go through the proxy of `HTTPS_PROXY` and `HTTP_PROXY`, but
 * for the hosts of `NO_PROXY`; in small letters they come first. Without a proxy nothing is loaded.
 *
 * @throws Refusal if an address is none.
 */
export async function useProxy(environment: Environment): Promise<void> {
  const httpsProxy = addressIn(environment, "https_proxy");
  const httpProxy = addressIn(environment, "http_proxy");
  if (httpsProxy === "" && httpProxy === "") return;
  const { EnvHttpProxyAgent, setGlobalDispatcher } = await import("undici");
  const noProxy = valueOf(environment, "no_proxy");
  setGlobalDispatcher(new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy }));
}

function addressIn(environment: Environment, name: string): string {
  const address = valueOf(environment, name);
  if (address === "" || /^https?:\/\/./.test(address)) return address;
  // An address may hold a password, so it isn't quoted.
  throw new Refusal("INPUT_INVALID", `The address of the proxy in \`${name}\` can't be read.`, {
    hint: "write it as `http://host:port`",
  });
}

function valueOf(environment: Environment, name: string): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? "";
}
