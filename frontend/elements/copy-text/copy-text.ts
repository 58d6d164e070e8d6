/** `<copy-text><input readonly><button hidden data-done="Copied">Copy</button></copy-text>`: copies the field's text. */
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    const field = this.querySelector("input");
    if (!button || !field) return;
    field.addEventListener("focus", () => field.select());
    if (!navigator.clipboard) return; // only on secure origins; the field can still be copied by hand
    button.hidden = false;
    button.addEventListener("click", () => void this.copy(field.value, button));
  }

  private async copy(text: string, button: HTMLButtonElement): Promise<void> {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset["done"] ?? button.textContent;
  }
}

customElements.define("copy-text", CopyText);
