// Before the first paint, so that a chosen appearance doesn't flash the other one.
const chosen = localStorage.getItem('mission-control.appearance')
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
