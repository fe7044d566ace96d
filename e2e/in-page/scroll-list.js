/* global document, requestAnimationFrame */
/** Runs in the page: scrolls its list of lines fast, one step a frame, then to the end. Gives the time between frames, ms. */
(async () => {
  const list = document.querySelector('[role=listbox]');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  list.scrollTop = 0;
  // 120 px a frame are 250 lines a second.
  const [steps, step] = [240, 120];
  const frames = [];
  let before = await frame();
  let mostRows = 0;
  for (let place = 0; place < steps; place++) {
    list.scrollTop += step;
    const now = await frame();
    frames.push(now - before);
    before = now;
    mostRows = Math.max(mostRows, list.querySelectorAll('[role=option]').length);
  }
  list.scrollTop = list.scrollHeight;
  for (let wait = 0; wait < 10; wait++) await frame();
  const last = [...list.querySelectorAll('[role=option]')].at(-1);
  return {
    frames,
    mostRows,
    isAtEnd: last.getAttribute('aria-posinset') === last.getAttribute('aria-setsize'),
  };
})();
