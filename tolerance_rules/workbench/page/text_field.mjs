// @ts-check
// Text field: what is typed is taken as it is typed, but words of an input method only once whole.

/**
 * Return the attributes of a field with what takes its text.
 * @param {Object<string, any>} props
 * @param {(text: string) => void} write
 */
export function textField(props, write) {
  return Object.assign({}, props, {
    oninput: (event) => {
      if (!event.isComposing) write(event.target.value);
    },
    oncompositionend: (event) => write(event.target.value),
  });
}
