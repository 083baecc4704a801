// Enhancements only: every page works without this file.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner,
  PasswordInput, Radios, ServiceNavigation, SkipLink
} from 'govuk-frontend'
import { AddAnother } from '@ministryofjustice/frontend/moj/components/add-another/add-another.mjs'
import { SortableTable } from '@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs'
import { saveOnLeaving } from './autosave.js'
import { tintCells } from './matrix.js'
import { offerPrinting } from './printing.js'

const PIECES = [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner,
  PasswordInput, Radios, ServiceNavigation, SkipLink, AddAnother, SortableTable
]

function enhance (scope) {
  PIECES.forEach((Piece) => createAll(Piece, undefined, scope))
}

enhance(document)
tintCells(document)
offerPrinting(document)
saveOnLeaving(document)

// A panel that the live screen has swapped in gets its components too.
document.addEventListener('htmx:after:swap', (event) => {
  if (event.target instanceof Element) enhance(event.target)
})
