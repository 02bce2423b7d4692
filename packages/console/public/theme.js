// Before the first paint, so that nobody sees the other theme flash by. Kept in step by src/app/theme.ts.
{
  const theme = localStorage.getItem("latchkey.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
