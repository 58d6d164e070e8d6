/** Places in a turn's text as the server counts them: Unicode code points, where the browser counts UTF-16 units. */

export interface Place {
  turn: HTMLElement;
  start: number;
  end: number;
}

const SIGN_SPACE = "\u202f";

/** The words of a turn that are selected, without the white space around them; null when it is not within one turn. */
export function selectedPlace(selection: Selection | null): Place | null {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const said = saidOf(range.startContainer);
  if (!said || said !== saidOf(range.endContainer)) return null;
  const before = textUpTo(said, range.startContainer, range.startOffset);
  const until = textUpTo(said, range.endContainer, range.endOffset);
  const words = until.slice(before.length);
  if (!words.trim()) return null;
  const start = codePoints(before + words.slice(0, words.length - words.trimStart().length));
  return placeIn(said, start, start + codePoints(words.trim()));
}

/** Where a coded stretch stands. */
export function placeOfUnit(unit: Element): Place | null {
  const said = saidOf(unit);
  if (!said) return null;
  const start = codePoints(textUpTo(said, unit, 0));
  return placeIn(said, start, codePoints(textUpTo(said, unit, unit.childNodes.length)));
}

function placeIn(said: Element, start: number, end: number): Place | null {
  const turn = said.closest<HTMLElement>(".turn");
  return turn && { turn, start, end };
}

function saidOf(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(".said") ?? null;
}

/** The words of the turn up to a point, without the signs that are drawn among them. */
function textUpTo(said: Element, node: Node, offset: number): string {
  const range = document.createRange();
  range.setStart(said, 0);
  range.setEnd(node, offset);
  const piece = range.cloneContents();
  for (const sign of piece.querySelectorAll(".sign")) {
    const next = sign.nextSibling;
    if (next instanceof Text && next.data.startsWith(SIGN_SPACE)) next.data = next.data.slice(1);
    sign.remove();
  }
  return piece.textContent ?? "";
}

function codePoints(text: string): number {
  return [...text].length;
}
