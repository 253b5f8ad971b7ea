/** Copies by the clipboard where the browser has one (https), else by a hidden field; says whether it is done. */
export async function copy(text: string): Promise<boolean> {
  if (!navigator.clipboard) return copyByField(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function copyByField(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  // A dialog keeps the focus to itself: outside of it, nothing would be selected.
  (before?.closest('[role=dialog]') ?? document.body).append(field);
  field.focus();
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
