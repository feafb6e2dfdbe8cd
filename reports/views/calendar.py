from django.http import HttpResponse


def calendar(request, **kwargs):
    return HttpResponse("placeholder")
