/**
 * A token of Google as its package wants it.
 *
 * In a file of its own: the package is CommonJS, and a bundle has its names for static imports only.
 */
import { OAuth2Client } from "google-auth-library";

/** Credentials that are this token and nothing else. */
export function createTokenClient(token: string): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: token });
  return client;
}
