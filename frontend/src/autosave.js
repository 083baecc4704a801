// What is typed is saved on leaving its field, as 'Save and stay' would; the page says so.
export function saveOnLeaving (page) {
  page.querySelectorAll('form[data-confer-autosave]').forEach((form) => {
    const told = form.querySelector('[data-confer-saved]')
    let dirty = false
    let saving = false
    form.addEventListener('input', () => { dirty = true })
    form.addEventListener('focusout', async (event) => {
      if (!dirty || saving || event.relatedTarget?.type === 'submit') return
      dirty = false
      saving = true
      told.textContent = await save(form)
      saving = false
    })
  })
}

async function save (form) {
  const sent = new FormData(form)
  sent.set('stay', 'yes')
  try {
    const answer = await fetch(form.action, { method: 'POST', body: sent, credentials: 'same-origin' })
    const found = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const mark = found.querySelector(`form[data-confer-autosave] [name=seen]`)
    if (answer.ok && mark) {
      form.querySelector('[name=seen]').value = mark.value
      if (answer.redirected) form.action = answer.url
      return `Saved at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}.`
    }
    const why = found.querySelector('.govuk-error-summary__list')
    return `Not saved yet. ${why ? why.textContent.trim() : 'Use the button below.'}`
  } catch {
    return 'Not saved: the connection is gone. What you typed is still here.'
  }
}
