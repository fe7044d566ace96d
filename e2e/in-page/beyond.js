/* global document */
/** Runs in the page: how many px it is wider than the screen, and how many parts of the query editor leave the editor's room. */
(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const editor = document.querySelector('[data-testid=presage-query-editor]');
  const edge = editor?.getBoundingClientRect().right ?? 0;
  const parts = [...(editor?.querySelectorAll('*') ?? [])];
  const outside = parts.filter((part) => part.getBoundingClientRect().right > edge + 1);
  return { page: scrollWidth - clientWidth, editor: outside.length };
})();
