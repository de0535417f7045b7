// Shows or hides what is typed into a password field. Without script the field simply stays hidden.
for (const input of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quiet";
  button.setAttribute("aria-controls", input.id);
  const say = () => { button.textContent = input.type === "password" ? input.dataset.show : input.dataset.hide; };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
  });
  input.form.addEventListener("submit", () => { input.type = "password"; });
  say();
  input.after(button);
}
