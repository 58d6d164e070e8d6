// Every custom element of the pages; each registers itself and works on the HTML the server sent.
import "./elements/copy-text/copy-text.ts";
import "./elements/pop-menu/pop-menu.ts";
