"""The one-page report on paper: what Qt draws, and what makes a PDF of it."""
