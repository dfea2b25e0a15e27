/// The script of the HTML report: it counts what the filter shows, and copies.
///
/// The filter itself is of the style sheet, so that it works where scripts are not run.
enum HTMLScript {
  static let text = """
    "use strict";
    (() => {
      const boxes = [...document.querySelectorAll("input[data-severity]")];
      const shown = document.getElementById("shown");
      const count = () => {
        let all = 0, seen = 0;
        for (const box of boxes) {
          const number = Number(box.dataset.count);
          all += number;
          if (box.checked) seen += number;
        }
        shown.textContent = seen.toLocaleString("en") + " of " + all.toLocaleString("en") + " findings shown";
      };
      for (const box of boxes) box.addEventListener("change", count);
      shown.hidden = false;
      count();
      const said = document.getElementById("said");
      for (const block of document.querySelectorAll("pre.copy")) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "Copy";
        button.addEventListener("click", async () => {
          try {
            await navigator.clipboard.writeText(block.textContent);
            button.textContent = "Copied";
          } catch {
            getSelection().selectAllChildren(block);
            button.textContent = "Selected";
          }
          said.textContent = button.textContent;
          setTimeout(() => { button.textContent = "Copy"; }, 2000);
        });
        block.parentElement.append(button);
      }
    })();

    """

  /// The base64 of the script's SHA-256, by which the page's content security policy knows it.
  static let digest = "yAtyjAWErhHBLW3nCslHNEspEk4673yte0yxgTZWtaw="
}
