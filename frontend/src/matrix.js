// A matrix cell takes the tint of the word chosen in it.
export function tintCells (page) {
  page.addEventListener('change', (event) => {
    const cell = event.target.closest('.confer-matrix select') && event.target.closest('td')
    if (!cell) return
    const others = [...cell.classList].filter((name) => /^confer-cell--(?!changed)/.test(name))
    cell.classList.remove(...others)
    cell.classList.add(`confer-cell--${event.target.value}`)
    cell.classList.toggle('confer-cell--changed', event.target.value !== event.target.dataset.was)
  })
}
