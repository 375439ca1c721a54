/** Of the heading that names the panel; there is one panel at most. */
export const TITLE_ID = 'task-title'
