// Every custom element of the pages; each registers itself and works on the HTML the server sent.
import "./elements/copy-text/copy-text.ts";
import "./elements/pop-menu/pop-menu.ts";
import "./elements/call-filter/call-filter.ts";
import "./elements/call-page/call-page.ts";
import "./elements/file-drop/file-drop.ts";
import "./elements/tag-list/tag-list.ts";
import "./elements/deal-board/deal-board.ts";
