// The parts of the form, and which questions are put given what was answered so far.
export function formOf(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const screens = [...form.querySelectorAll("[data-screen]")];
  const answerTo = (item) => {
    const chosen = form.querySelector(`input[type=radio][name="a_${item}"]:checked`);
    return chosen ? chosen.value : null;
  };
  // Only an answer that excludes a question hides it: a missing one does not.
  const isAsked = (question) => {
    const { when } = question.querySelector("fieldset").dataset;
    return !when || JSON.parse(when).every(({ item, is }) => answerTo(item) === null || is.includes(answerTo(item)));
  };
  return {
    screens, isAsked,
    top: part("steps"), back: part("back"), next: part("continue"), send: part("send"), check: part("check"),
    answers: part("answers"), opening: part("opening"), heading: part("heading"), unsent: part("unsent"),
    words: part("progress").querySelector("[data-words]"), bar: part("progress").querySelector(".done"),
  };
}

export const screensAskedBy = ({ screens, isAsked }) =>
  screens.filter((screen) => [...screen.querySelectorAll("[data-question]")].some(isAsked));
