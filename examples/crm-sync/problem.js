/** What the user can mend: told in a sentence, without a stack. */
class Problem extends Error {}

module.exports = { Problem }
