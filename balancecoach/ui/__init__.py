"""See it: one screen a file. Screens get plain facts and send signals; they know no voice, store or clock."""
