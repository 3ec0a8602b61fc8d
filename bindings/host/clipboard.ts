/** Never rejects. Works only while the browser still counts the visitor's click. */
export async function copyText({ navigator, document }: Window, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    try {
      return copySelected(document, text);
    } catch {
      return false;
    }
  }
}

/** Pages without https have no clipboard API. */
function copySelected(document: Document, text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.position = 'fixed';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}
