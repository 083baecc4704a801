// The print button is only there when it can work.
export function offerPrinting (page) {
  for (const button of page.querySelectorAll('[data-confer-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
