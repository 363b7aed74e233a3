/** The checksum of what stands in a shared log; Node's own would cost every start its `zlib`. */
import { once } from "#core/graph/once.ts";

const tableOf = once(() =>
  Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit += 1)
      value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  }),
);

/** CRC-32 as in zip and PNG files. */
export function crc32(bytes: Uint8Array): number {
  const table = tableOf();
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}
