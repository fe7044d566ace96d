/**
 * Puts text on the clipboard. The Clipboard API is only there on https and localhost, and many a Grafana is reached by plain http: then
 * a hidden text field is selected and copied. False when the browser refuses both.
 */
export async function copyText(text: string, near: HTMLElement = document.body): Promise<boolean> {
  if (window.isSecureContext && 'clipboard' in navigator) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by a policy or for want of focus: the old way may still do.
    }
  }
  return copyBySelection(text, near);
}

/** The field stands beside what was pressed: inside a dialog the focus may not leave it. */
function copyBySelection(text: string, near: HTMLElement): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('readonly', '');
  field.setAttribute('aria-hidden', 'true');
  field.style.cssText = 'position:fixed;top:0;left:0;opacity:0;pointer-events:none';
  near.append(field);
  field.focus({ preventScroll: true });
  field.select();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way on plain http
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
