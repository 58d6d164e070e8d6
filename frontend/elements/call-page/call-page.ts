/**
 * `<call-page data-panel="…/turns/0/">`: a coded call. Everything in it works without script; this opens the panel of a
 * turn in place, takes selected words there, leads from any quote to its moment, and listens to j, k and c.
 */
import { type Place, placeOfUnit, selectedPlace } from "./places.ts";

interface Htmx {
  ajax(method: string, address: string, options: { target: Element; swap: string }): Promise<void>;
}

declare const htmx: Htmx;

const LEADS = ".quote, .moments li";
const OWN_CLICK = "a, button, summary, input, label, textarea, form";

class CallPage extends HTMLElement {
  private readonly onSelection = (): void => this.offerSelection();
  private readonly onKey = (event: KeyboardEvent): void => this.key(event);
  private readonly onPrint = (): void => this.unfold();
  private readonly onPrinted = (): void => this.fold();
  private unfolded: HTMLDetailsElement[] = [];

  connectedCallback(): void {
    document.addEventListener("selectionchange", this.onSelection);
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("beforeprint", this.onPrint);
    window.addEventListener("afterprint", this.onPrinted);
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("change", (event) => this.choose(event));
    this.addEventListener("focusin", (event) => this.aim(event));
    for (const hidden of this.querySelectorAll<HTMLElement>("[data-act=print], .keys")) hidden.hidden = false;
  }

  disconnectedCallback(): void {
    document.removeEventListener("selectionchange", this.onSelection);
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("beforeprint", this.onPrint);
    window.removeEventListener("afterprint", this.onPrinted);
  }

  /** Nothing is folded on paper. */
  private unfold(): void {
    this.unfolded = [...this.querySelectorAll<HTMLDetailsElement>("details:not([open])")].filter(
      (fold) => !fold.closest(".call-tools, .outcome-tools, .panel"),
    );
    for (const fold of this.unfolded) fold.open = true;
  }

  private fold(): void {
    for (const fold of this.unfolded) fold.open = false;
    this.unfolded = [];
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const acting = target.closest<HTMLElement>("[data-act]")?.dataset["act"];
    if (acting === "print") window.print();
    if (acting === "open") this.openSelection();
    const opener = target.closest<HTMLAnchorElement>("a.turn-open");
    if (opener && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const turn = opener.closest<HTMLElement>(".turn");
      if (turn) void this.open(turn, opener.getAttribute("href") ?? "");
    } else if (target.closest(".panel-close")) {
      event.preventDefault();
      this.close();
    } else if (!acting && getSelection()?.isCollapsed !== false && !target.closest(OWN_CLICK)) {
      this.follow(target);
    }
  }

  /** A click beside any link: a quote leads to its moment, coded words open what can be done with them. */
  private follow(target: Element): void {
    const lead = target.closest(LEADS)?.querySelector<HTMLAnchorElement>('a[href^="#"]');
    if (lead) lead.click();
    const unit = target.closest(".said .unit");
    const place = unit && placeOfUnit(unit);
    if (place && this.querySelector(".selection-bar")) this.openAt(place);
  }

  private openSelection(): void {
    const place = selectedPlace(getSelection());
    if (place) this.openAt(place);
    getSelection()?.removeAllRanges();
  }

  private openAt(place: Place): void {
    const address = this.dataset["panel"]?.replace(/\/0\/$/, `/${place.turn.id.slice(1)}/`);
    if (address) void this.open(place.turn, `${address}?place=${place.start}-${place.end}`);
  }

  private async open(turn: HTMLElement, address: string): Promise<void> {
    this.close();
    const slot = document.createElement("div");
    slot.className = "panel-slot";
    turn.append(slot);
    await htmx.ajax("GET", address, { target: slot, swap: "innerHTML" });
    slot.querySelector<HTMLElement>("input:checked")?.focus({ preventScroll: true });
    slot.scrollIntoView({ block: "nearest" });
  }

  private close(): void {
    const panel = this.querySelector(".panel-slot, .turn > .panel");
    const opener = panel?.closest(".turn")?.querySelector<HTMLElement>(".turn-open");
    if (panel?.contains(document.activeElement)) opener?.focus({ preventScroll: true });
    panel?.remove();
  }

  /** Choosing words that carry a code chooses that code too, and what is known of it. */
  private choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.name !== "place") return;
    const code = input.dataset["code"] ?? "";
    const radio = input.form?.querySelector<HTMLInputElement>(`input[name=code][value="${code}"]`);
    if (radio) radio.checked = true;
    const told = JSON.parse(input.dataset["told"] ?? "{}") as Record<string, string>;
    for (const select of input.form?.querySelectorAll<HTMLSelectElement>(".told-parts select") ?? []) {
      select.value = told[select.name] ?? "";
    }
  }

  /** Writing words chooses "these words". */
  private aim(event: FocusEvent): void {
    const field = event.target as HTMLInputElement;
    if (field.name !== "words") return;
    const radio = field.closest("label")?.querySelector<HTMLInputElement>("input[type=radio]");
    if (radio) radio.checked = true;
  }

  private offerSelection(): void {
    const bar = this.querySelector<HTMLElement>(".selection-bar");
    if (!bar) return;
    const selection = getSelection();
    bar.hidden = selectedPlace(selection) === null;
    if (bar.hidden || !selection) return;
    const box = selection.getRangeAt(0).getBoundingClientRect();
    const page = this.getBoundingClientRect();
    const left = Math.min(box.left - page.left, page.width - bar.offsetWidth);
    bar.style.insetInlineStart = `${Math.max(left, 0)}px`;
    bar.style.insetBlockStart = `${box.bottom - page.top + 6}px`;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
    const writing = (event.target as Element | null)?.closest?.("input:not([type=radio], [type=checkbox]), textarea, select");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") this.step(event.key === "j" ? 1 : -1);
    if (event.key === "c") this.openCurrent();
  }

  private step(by: 1 | -1): void {
    const units = this.units();
    const current = this.querySelector(".unit:target");
    const at = current ? units.indexOf(current) : -1;
    const next = at >= 0 ? units[at + by] : this.nearest(units, by);
    if (!next) return;
    location.replace(`#${next.id}`);
    next.scrollIntoView({ block: "center" });
  }

  private openCurrent(): void {
    const unit = this.querySelector(".unit:target");
    const place = unit && placeOfUnit(unit);
    if (place) this.openAt(place);
  }

  private units(): Element[] {
    return [...this.querySelectorAll(".said .unit")].filter((unit) => unit.querySelector(".sign") && !unit.closest("[hidden]"));
  }

  /** The first coded words below the top of the window, or above it. */
  private nearest(units: Element[], by: 1 | -1): Element | undefined {
    const below = units.findIndex((unit) => unit.getBoundingClientRect().top > 0);
    return by > 0 ? units[below] : units[(below < 0 ? units.length : below) - 1];
  }
}

customElements.define("call-page", CallPage);

/** Whatever a saved correction does to the page above it, the turn in hand stays where the eye is. */
let held: { id: string; top: number } | null = null;

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { sourceElement: Element; response?: { status: number } } }>).detail;
  const status = ctx.response?.status ?? 200;
  const page = document.querySelector<HTMLElement>("call-page");
  if (!page?.contains(ctx.sourceElement)) return;
  if (status >= 400 && status !== 422) {
    event.preventDefault();
    tell(page);
    return;
  }
  const turn = ctx.sourceElement.closest(".turn, .outcome-tools");
  held = turn?.id ? { id: turn.id, top: turn.getBoundingClientRect().top } : null;
});

document.addEventListener("htmx:after:swap", () => {
  if (!held) return;
  const turn = document.getElementById(held.id);
  if (turn) scrollBy({ top: turn.getBoundingClientRect().top - held.top, behavior: "instant" });
  if (turn && turn.getBoundingClientRect().top < 0) turn.scrollIntoView({ block: "start", behavior: "instant" });
  turn?.querySelector<HTMLElement>(".turn-open")?.focus({ preventScroll: true });
  held = null;
});

document.addEventListener("htmx:error", () => {
  const page = document.querySelector<HTMLElement>("call-page");
  if (page) tell(page);
});

/** Says in the page that an act did not reach the server. */
function tell(page: HTMLElement): void {
  const notice = page.querySelector<HTMLElement>(".call-notice");
  if (!notice) return;
  const text = document.createElement("p");
  text.textContent = notice.dataset["failed"] ?? "";
  notice.replaceChildren(text);
}
