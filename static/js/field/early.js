// What an inspector does while the page is still opening must not be lost, either.

// A file's input has a value once a file was picked.
const ENTERED = "[type=radio]:checked, [type=checkbox][data-value]:checked, [type=file], textarea, select, [data-value]:not([type=radio], [type=checkbox])";

/** What was tapped or typed before the page listened, as functions that enter it again: a choice as the newer one, a
 * text behind what was kept. */
export function entered(form) {
  const touched = [...form.querySelectorAll(ENTERED)].filter((one) => one.matches(":checked:not(option)") || one.value);
  return touched.map((one) => {
    const { value } = one;
    return () => {
      if (one.matches("[type=radio], [type=checkbox]")) one.checked = true;
      else if (one.matches("textarea") && one.value && one.value !== value) one.value += `\n${value}`;
      else if (one.type !== "file") one.value = value;
      one.dispatchEvent(new Event(one.matches("[type=radio], [type=checkbox], [type=file], select") ? "change" : "input", { bubbles: true }));
    };
  });
}
