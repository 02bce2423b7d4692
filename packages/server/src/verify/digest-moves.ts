import { type DigestMove, digestOfText, type DigestText } from "../domain/token.ts";

/** Moves that are kept at a time: what is used beyond them is moved at its next use. */
const MOST = 10_000;

/** Digests that are to move to the present server secret: noted as they are used, written on the side. */
export class DigestMoves {
  #noted = new Map<string, DigestMove>();

  /** Takes note, without I/O. Nothing where the digest is under the present secret already. */
  note(of: DigestMove["of"], from: DigestText, to: DigestText): void {
    if (from === to || this.#noted.size >= MOST) return;
    this.#noted.set(`${of.kind} ${of.id}`, { of, from: digestOfText(from), to: digestOfText(to) });
  }

  /** What was noted since this was last asked. */
  take(): DigestMove[] {
    const noted = [...this.#noted.values()];
    this.#noted = new Map();
    return noted;
  }
}
