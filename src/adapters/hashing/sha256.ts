/**
 * SHA-256 of texts, for names and comparisons, not for keys.
 *
 * Loading `node:crypto` takes 6 ms, which a start would wait for to hash a file of a few hundred
 * lines; hashing that here takes 2 ms while the code is cold. FIPS 180-4 has the words.
 */
import { createHash } from "node:crypto";

/** Longer texts are worth loading `node:crypto` for. */
const longest = 12_000;

/** The first 32 bits behind the point of the square roots of the first 8 primes. */
const beginning = readWords(`
  6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19
`);

/** The same of the cube roots of the first 64. */
const constants = readWords(`
  428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5
  d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
  e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
  983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
  27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85
  a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
  19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
  748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2
`);

/** SHA-256 of a UTF-8 text as lower-case hex. */
export function sha256(text: string): string {
  if (text.length > longest) return createHash("sha256").update(text).digest("hex");
  const state = beginning.slice();
  const message = pad(Buffer.from(text));
  const schedule = new Int32Array(64);
  for (let at = 0; at < message.length; at += 64) {
    fill(schedule, message, at);
    addBlock(state, schedule);
  }
  const words = Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0"));
  return words.join("");
}

/** The bytes, a bit that ends them, and their number of bits at the end of the last block. */
function pad(bytes: Buffer): Buffer {
  const padded = Buffer.alloc(((bytes.length + 8) >> 6) * 64 + 64);
  bytes.copy(padded);
  padded[bytes.length] = 0x80;
  padded.writeUInt32BE(bytes.length * 8, padded.length - 4);
  return padded;
}

/**
 * Makes the schedule of a block, which begins at a place of the message.
 *
 * Here and below everything is spelled out: code that runs for the first time is interpreted, and a
 * call or a list in each round would take longer than its arithmetic.
 */
function fill(schedule: Int32Array, message: Buffer, from: number): void {
  for (let index = 0, at = from; index < 16; index += 1, at += 4)
    schedule[index] =
      ((message[at] ?? 0) << 24) |
      ((message[at + 1] ?? 0) << 16) |
      ((message[at + 2] ?? 0) << 8) |
      (message[at + 3] ?? 0);
  for (let index = 16; index < 64; index += 1) {
    const x = schedule[index - 15] ?? 0;
    const y = schedule[index - 2] ?? 0;
    schedule[index] =
      (schedule[index - 16] ?? 0) +
      (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
      (schedule[index - 7] ?? 0) +
      (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
  }
}

/** Mixes a block, given by its schedule, into the state. */
function addBlock(state: Int32Array, schedule: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const turned = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const word = (constants[index] ?? 0) + (schedule[index] ?? 0);
    const first = (h + turned + ((e & f) ^ (~e & g)) + word) | 0;
    const second =
      (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
      ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries())
    state[index] = (state[index] ?? 0) + word;
}

function readWords(text: string): Int32Array {
  return Int32Array.from(text.trim().split(/\s+/), (word) => Number.parseInt(word, 16));
}
