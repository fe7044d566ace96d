import { copyText } from './copy';

const clipboard = { writeText: jest.fn<Promise<void>, [string]>() };

function inBrowser(isSecure: boolean, execCommand: () => boolean): void {
  Object.defineProperty(window, 'isSecureContext', { configurable: true, value: isSecure });
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  Object.defineProperty(document, 'execCommand', { configurable: true, value: execCommand });
}

beforeEach(() => clipboard.writeText.mockReset().mockResolvedValue());

it('the clipboard is written on https', async () => {
  inBrowser(true, () => false);
  expect(await copyText('a')).toBe(true);
  expect(clipboard.writeText).toHaveBeenCalledWith('a');
});

it('on plain http the text is selected and copied, and the focus comes back', async () => {
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  let selected = '';
  inBrowser(false, () => {
    const field = document.activeElement as HTMLTextAreaElement;
    selected = field.value.slice(field.selectionStart, field.selectionEnd);
    return true;
  });
  expect(await copyText('line 1\nline 2')).toBe(true);
  expect(selected).toBe('line 1\nline 2');
  expect(clipboard.writeText).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button);
  expect(document.querySelector('textarea')).toBeNull();
});

it('where the clipboard refuses, the selection is tried', async () => {
  clipboard.writeText.mockRejectedValue(new Error('denied'));
  inBrowser(true, () => true);
  expect(await copyText('a')).toBe(true);
});

it('a browser that refuses both is told of', async () => {
  inBrowser(false, () => {
    throw new Error('no');
  });
  expect(await copyText('a')).toBe(false);
});
