"""Will our reps keep our promises?"""
