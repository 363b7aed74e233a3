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
    for (let index = 0; index < 16; index += 1)
      schedule[index] = message.readInt32BE(at + 4 * index);
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

/** Mixes a block, the first 16 words of the schedule, into the state. */
function addBlock(state: Int32Array, schedule: Int32Array): void {
  for (let index = 16; index < 64; index += 1) {
    const [x, y] = [wordAt(schedule, index - 15), wordAt(schedule, index - 2)];
    schedule[index] =
      wordAt(schedule, index - 16) +
      (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) +
      wordAt(schedule, index - 7) +
      (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + sum + choice + wordAt(constants, index) + wordAt(schedule, index)) | 0;
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority;
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
    state[index] = wordAt(state, index) + word;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function wordAt(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

function readWords(text: string): Int32Array {
  return Int32Array.from(text.trim().split(/\s+/), (word) => Number.parseInt(word, 16));
}
