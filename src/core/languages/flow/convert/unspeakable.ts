/** Something that one language can say and the other cannot. */
export class Unspeakable extends Error {
  override readonly name = "Unspeakable";
}
