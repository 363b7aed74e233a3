/** Where in the world the clouds serve models. */
import type { Environment } from "./provider.ts";

/** The clouds that serve Anthropic's models. */
export type Cloud = "bedrock" | "vertex";

/** The region that the environment names, else the usual one. */
export function regionOf(cloud: Cloud, env: Environment): string {
  const named =
    cloud === "bedrock"
      ? [env["AWS_REGION"], env["AWS_DEFAULT_REGION"], "us-east-1"]
      : [env["CLOUD_ML_REGION"], "global"];
  return named.find((region) => region !== undefined && region !== "") ?? "";
}

/** The address of a cloud in the region of the environment. */
export function addressIn(cloud: Cloud, env: Environment): string {
  const region = regionOf(cloud, env);
  if (cloud === "bedrock") return `https://bedrock-runtime.${region}.amazonaws.com`;
  if (region === "global") return "https://aiplatform.googleapis.com/v1";
  if (region === "us" || region === "eu") {
    return `https://aiplatform.${region}.rep.googleapis.com/v1`;
  }
  return `https://${region}-aiplatform.googleapis.com/v1`;
}
